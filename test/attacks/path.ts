/** A path that a URL parser reads as the name of another site. */
export interface PathAttack {
  readonly id: string;
  readonly target: string;
  readonly site: string;
}

export const PATHS_OF_OTHER_SITES: readonly PathAttack[] = [
  // Angular's platform-server parsed the path as a URL: a backslash is a slash there, and two slashes begin a host.
  { id: "CVE-2026-41423", target: "/\\evil.com/", site: "evil.com" },
  { id: "path-of-another-site", target: "//evil.example/", site: "evil.example" },
];
