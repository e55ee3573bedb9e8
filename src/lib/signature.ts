import { hostname, userInfo } from 'node:os';

/** Whose word it is: the name given, beside the system's user and host. */
export function signature(name: string | undefined): string {
  const system = `${systemUser()}@${hostname()}`;
  return name === undefined ? system : `${name} (${system})`;
}

/** The system's name for the user; in a container a user may have none. */
function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
