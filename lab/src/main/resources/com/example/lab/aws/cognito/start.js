"use strict";

// Starts cognito-local as its own program does, with two corrections.
const fs = require("node:fs");
const http = require("node:http");
const pino = require("pino");
const { localFileEngine } = require("stormdb");
const { createDefaultServer } = require("cognito-local");

const { HOST, PORT, ISSUER } = process.env;

// Its own writes overlap and leave files that it cannot read; these replace a file as a whole.
localFileEngine.prototype.write = function (data) {
	fs.writeFileSync(`${this.path}.new`, this.serialize(data));
	fs.renameSync(`${this.path}.new`, this.path);
};

async function main() {
	const { application } = await createDefaultServer(pino({ base: undefined }));
	const server = http.createServer((request, response) => {
		// Its own answer names a fixed address.
		const found = /^\/([^/]+)\/\.well-known\/openid-configuration$/.exec(request.url);
		return found ? describe(`${ISSUER}/${found[1]}`, response) : application(request, response);
	});
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
