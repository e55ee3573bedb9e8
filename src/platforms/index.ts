import type { Format, Platform, PlatformId } from '../domain/ports.ts';
import type { Connection, ConnectOptions } from './facebook/connect.ts';
import type { FacebookOptions } from './facebook/index.ts';
import type { GoogleNewsOptions } from './google-news/index.ts';
import type { SandboxOptions } from './sandbox/index.ts';
import type { TwitterOptions } from './twitter/index.ts';

/** The bundled sandbox, standing in for a real platform. */
export type SandboxSpec = { readonly type: 'sandbox'; readonly platform: PlatformId } & Omit<SandboxOptions, 'render'>;

/** What each real platform needs to be opened. */
interface RealSpecs {
  readonly twitter: { readonly type: 'twitter' } & TwitterOptions;
  readonly facebook: { readonly type: 'facebook' } & FacebookOptions;
  readonly 'google-news': { readonly type: 'feeds' } & GoogleNewsOptions;
}

export type PlatformSpec = SandboxSpec | RealSpecs[PlatformId];

const formats = {
  twitter: async () => (await import('./twitter/format.ts')).twitterFormat,
  facebook: async () => (await import('./facebook/format.ts')).facebookFormat,
  'google-news': async () => (await import('./google-news/format.ts')).googleNewsFormat,
} satisfies Record<PlatformId, () => Promise<Format>>;

/** How a platform carries text; loads that format only, never a client. */
export async function formatOf(id: PlatformId): Promise<Format> {
  return formats[id]();
}

/** Opens an account on a platform; loads that platform's client only, and asks nothing yet. */
export async function openPlatform(spec: PlatformSpec): Promise<Platform> {
  switch (spec.type) {
    case 'sandbox': {
      const [{ sandboxPlatform }, { render }] = await Promise.all([
        import('./sandbox/index.ts'),
        formatOf(spec.platform),
      ]);
      return sandboxPlatform({ ...spec, render });
    }
    case 'twitter':
      return (await import('./twitter/index.ts')).twitterPlatform(spec);
    case 'facebook':
      return (await import('./facebook/index.ts')).facebookPlatform(spec);
    case 'feeds':
      return (await import('./google-news/index.ts')).googleNewsPlatform(spec);
  }
}

/** Makes a lasting token of a Facebook Page; loads that client when it is called. */
export async function connectFacebook(options: ConnectOptions, signal: AbortSignal): Promise<Connection> {
  return (await import('./facebook/connect.ts')).connectPage(options, signal);
}

/** The trouble that can be planted on an account of the sandbox in this directory; loads the sandbox only. */
export async function sandboxFaults(directory: string) {
  const { isSandboxFault, plantFault, SANDBOX_FAULTS } = await import('./sandbox/faults.ts');
  return {
    faults: SANDBOX_FAULTS,
    plant: async (account: string, fault: string) => {
      if (isSandboxFault(fault)) await plantFault(directory, account, fault);
    },
  };
}
