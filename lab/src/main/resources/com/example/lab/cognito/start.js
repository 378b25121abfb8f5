"use strict";

// Starts cognito-local as its own program does, except that SIGTERM lets it finish what it
// writes, and that each pool's OpenID configuration names the address in ISSUER.
const http = require("node:http");
const pino = require("pino");
const { createDefaultServer } = require("cognito-local");

const { HOST, PORT, ISSUER } = process.env;

async function main() {
	const { application } = await createDefaultServer(pino({ base: undefined }));
	const server = http.createServer((request, response) => {
		const found = /^\/([^/]+)\/\.well-known\/openid-configuration$/.exec(request.url);
		return found ? describe(`${ISSUER}/${found[1]}`, response) : application(request, response);
	});
	process.on("SIGTERM", () => server.close(() => process.exit(0)));
	server.listen(Number(PORT), HOST, () => console.log(`Listening on ${HOST}:${PORT}`));
}

function describe(issuer, response) {
	response.setHeader("Content-Type", "application/json");
	response.end(JSON.stringify({
		issuer,
		jwks_uri: `${issuer}/.well-known/jwks.json`,
		id_token_signing_alg_values_supported: ["RS256"],
		subject_types_supported: ["public"],
	}));
}

main();
