/** The help of the command line. */
export const OVERVIEW = `Usage: npx proxyfix COMMAND …

Which numbers do I write, and why was a header ignored?

  explain    shows how a request is resolved: who said what, and who is believed
  probe      sends forged requests to an address that answers with what arrived
  recommend  finds the options from the observations of a probe
  inspector  starts a page that finds them by visiting itself

  help COMMAND, COMMAND --help    the flags of a command
  --version                       the version of the package

Exit code: 0; 1 if there is no result, with the reason; 2 if the call is wrong.
Colour is for terminals only; NO_COLOR=1 turns it off.
`;

/** The help of each command. */
export const HELP: Readonly<Record<string, string>> = {
  explain: `Usage: npx proxyfix explain --peer ADDRESS [--header 'Name: value'] … [OPTIONS]
       npx proxyfix explain --peer ADDRESS [OPTIONS] - < request.txt

Shows how a request is resolved. "-" reads it from standard input, as sent.

  --peer ADDRESS|unix     who connects to the application
  --peer-port N           its port
  --encrypted             the connection to the application is TLS
  --header 'Name: value'  a header; the same name twice is two lines
  --authority HOST        the host of an absolute request target
  --prefix PATH           the path under which the application is mounted

Options, one by one:
  --x-for N  --x-proto N  --x-host N  --x-port N  --x-prefix N  --forwarded N
  --trusted-peers 'A B'  --trusted-proxies 'A B'  --allowed-hosts 'A B'
  --client-address-header NAME  --header-names proto=NAME  --strict
or all at once:
  --options 'xFor=2,…'    as in PROXY_FIX
  --env                   PROXY_FIX of the environment
  --diff 'A' --diff 'B'   the difference between two

  --json                  the explanation as JSON
`,
  probe: `Usage: npx proxyfix probe URL [--address IP] [--visitor LABEL] [--save FILE]

Sends about 50 requests, one after the other, to an address of yours that
answers with what arrived: a plain visit, then forged headers, several lines of
a header, headers named in Connection, another Host. No redirect is followed.
Prints the observations as JSON, for npx proxyfix recommend.

  --address IP     your own address, as the outermost proxy sees it
  --visitor LABEL  a name for you and your network, if several people probe
  --save FILE      writes the observations to a file
  --insecure       accepts any TLS certificate

The answer is JSON: { "facts": …, "path": "/…", "rawHeaders": [ … ] }.
Exit code: 0; 1 if the plain visit does not arrive.
`,
  recommend: `Usage: npx proxyfix recommend FILE …

Finds the options from the observations of npx proxyfix probe: JSON of one, of
a list, or of one a line. "-" reads standard input.

  --json           the recommendation as JSON

Exit code: 0; 1 if there are no options, with the reason.
`,
  inspector: `Usage: npx proxyfix inspector [--port 3000] [--host 127.0.0.1] [--token TOKEN]

Starts a server to put in the place of your application, and prints the URL of
a page. Open it through your proxies: it visits itself, with forged headers too,
and ends with the options. npx proxyfix probe can visit the same URL.

  --port N        the port; 3000 by default, 0 for any that is free
  --host ADDRESS  the address to listen on; 127.0.0.1 by default, so that only
                  this machine connects
  --token TOKEN   the secret in the URL, from 16 letters and digits; by default
                  one is made, or with NODE_ENV=development none is needed

Exit code: 0 after Ctrl-C; 1 if it cannot listen; 2 if the call is wrong, or
NODE_ENV is production without a token.
`,
};
