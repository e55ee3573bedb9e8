/** The platforms crier can post to. */
export const PLATFORM_IDS = ['twitter', 'facebook'] as const;
export type PlatformId = (typeof PLATFORM_IDS)[number];
