import fc from "fast-check";

/** Request targets of every form, and malformed ones. */
export const requestTargets: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("/", "/a/b?c=d", "//evil.example/x") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "*",
      "http://example.com/x",
      "HTTP://example.com:80?x",
      "https://EXAMPLE.com",
      "http://a@example.com/",
      "http:///x",
      "http://",
      "http:/x",
      "ftp://example.com/",
      "*x",
      ".evil.example/x",
      "example.com:443",
      "https://example.com#x",
    ),
  },
);
