/** Talks to the HTTP API. Whatever goes wrong becomes a Problem whose message says what to do next. */

export class Problem extends Error {
	constructor(status, body = {}, retryAfter = null) {
		super(advice(status, body, retryAfter));
		this.status = status;
		this.errors = body.errors ?? [];
	}
}

/** Changes without an answer yet: what is read after them must include them. */
const unanswered = new Set();

/** Answers the JSON behind a path. */
export async function get(path) {
	await Promise.allSettled(unanswered);
	return call(path);
}

/** Changes something: `body` is form data to upload, an object to send as JSON, or nothing. */
export async function send(method, path, body, more = {}) {
	const change = request(method, path, body, more);
	unanswered.add(change);
	try {
		return await change;
	} finally {
		unanswered.delete(change);
		document.dispatchEvent(new Event('answered'));
	}
}

async function request(method, path, body, more) {
	const headers = { 'X-XSRF-TOKEN': await csrfToken(), ...more };
	if (body && !(body instanceof FormData)) {
		headers['Content-Type'] = 'application/json';
		body = JSON.stringify(body);
	}
	return call(path, { method, headers, body });
}

async function call(path, options) {
	let response, text;
	try {
		response = await fetch(path, options);
		text = await response.text();
	} catch {
		throw new Problem(0);
	}
	if (!response.ok) throw new Problem(response.status, parse(text), response.headers.get('Retry-After'));
	return text ? JSON.parse(text) : null;
}

/** What stands between us and the application may answer with something else than JSON. */
function parse(text) {
	try {
		return JSON.parse(text) ?? {};
	} catch {
		return {};
	}
}

async function csrfToken() {
	const token = () => document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]+)/)?.[1];
	if (!token()) await call('/api/where');
	return token() ?? '';
}

function advice(status, { detail }, retryAfter) {
	switch (status) {
		case 0: return 'Postcards does not answer. Check your connection, then try again: nothing here is lost.';
		case 403: return 'This is not yours to change. If it is, load the page again and retry.';
		case 404: return 'It is not here, or not any more.';
		case 413: return 'This photo is over 5 MB. Choose a smaller one.';
		case 415: return 'This file is not a picture we can read. Choose a JPEG, PNG or WebP.';
		case 429: return `Too many tries. Wait ${duration(Number(retryAfter) || 60)}, then try again.`;
		case 502: case 503: case 504: return 'Postcards is busy. Wait a few seconds, then try again: nothing here is lost.';
		default: return detail ?? 'Something went wrong on our side. Try again in a moment.';
	}
}

function duration(seconds) {
	return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
