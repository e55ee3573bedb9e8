/** Draws the pictures of the sample stories: `node scripts/pictures.ts`. They are kept in the repository. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { asterQuay } from './pictures/flood.ts';
import { comet, nightTrain, observatoryDome, schoolBus } from './pictures/land.ts';
import { cityLibrary, ferryMuseum } from './pictures/town.ts';
import { eveningFerry, harbourBridge, lighthouse } from './pictures/water.ts';

const PICTURES = {
  'aster-quay': asterQuay,
  'city-library': cityLibrary,
  comet,
  'evening-ferry': eveningFerry,
  'ferry-museum': ferryMuseum,
  'harbour-bridge': harbourBridge,
  lighthouse,
  'night-train': nightTrain,
  'observatory-dome': observatoryDome,
  'school-bus': schoolBus,
};

const folder = fileURLToPath(new URL('../articles/images/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, draw] of Object.entries(PICTURES)) {
  const { size } = await sharp(Buffer.from(draw())).jpeg({ quality: 80, mozjpeg: true }).toFile(`${folder}${name}.jpg`);
  console.log(`${name}.jpg ${(size / 1024).toFixed(0)} KB`);
}
