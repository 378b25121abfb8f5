"use strict";

// Starts cognito-local as its own program does, with corrections.
const fs = require("node:fs");
const http = require("node:http");
const pino = require("pino");
const { localFileEngine } = require("stormdb");
const { createDefaultServer } = require("cognito-local");
const { InvalidParameterError, NotAuthorizedError } = require("cognito-local/lib/errors");
const { Targets } = require("cognito-local/lib/targets/targets");

const { HOST, PORT, ISSUER } = process.env;

// Its own writes overlap and leave files that it cannot read; these replace a file as a whole.
localFileEngine.prototype.write = function (data) {
	fs.writeFileSync(`${this.path}.new`, this.serialize(data));
	fs.renameSync(`${this.path}.new`, this.path);
};

// Of a client that names none:
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
const DEFAULT_FLOWS = ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"];

const OTHER_NAMES = { ADMIN_NO_SRP_AUTH: "ADMIN_USER_PASSWORD_AUTH", REFRESH_TOKEN: "REFRESH_TOKEN_AUTH" };

// It accepts each sign-up and each sign-in flow, whatever the pool and the client allow.
check("SignUp", async (cognito, context, request) => {
	const pool = await cognito.getUserPoolForClientId(context, request.ClientId);
	if (pool.options.AdminCreateUserConfig?.AllowAdminCreateUserOnly) {
		throw new NotAuthorizedError("SignUp is not permitted for this user pool");
	}
});
["InitiateAuth", "AdminInitiateAuth"].forEach((name) => check(name, async (cognito, context, request) => {
	const client = await cognito.getAppClient(context, request.ClientId);
	const flows = client?.ExplicitAuthFlows?.length ? client.ExplicitAuthFlows : DEFAULT_FLOWS;
	const flow = OTHER_NAMES[request.AuthFlow] ?? request.AuthFlow;
	if (client && !flows.includes(`ALLOW_${flow}`) && !flows.includes(request.AuthFlow)) {
		throw new InvalidParameterError(`${request.AuthFlow} flow not enabled for this client`);
	}
}));

function check(name, allowed) {
	const original = Targets[name];
	Targets[name] = (services) => {
		const target = original(services);
		return async (context, request) => {
			await allowed(services.cognito, context, request);
			return target(context, request);
		};
	};
}

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
