/** Who is signed in. */

import { get, send } from './api.js';
import { announce } from './page.js';

export const session = {
	/** The person of this session; null for a guest, undefined while nobody knows. */
	me: undefined,
	/** Where to go after signing in. */
	wanted: '#/'
};

/** Without sessions nobody knows who this is. Public pages do not need to. */
export async function restore() {
	try {
		session.me = await get('/api/me');
	} catch (problem) {
		if (problem.status === 401) session.me = null;
	}
}

/** The code is the one that was mailed to verify the address, if the server asked for it. */
export async function signIn(email, password, code) {
	session.me = await send('POST', '/api/session', { email, password, code: code || undefined });
	location.hash = session.wanted;
	session.wanted = '#/';
}

/** Ends with a fresh page: nothing of this person stays in memory. */
export async function signOut() {
	try {
		await send('DELETE', '/api/session');
		location.replace('/');
	} catch (problem) {
		report(problem);
	}
}

/** To the sign-in page, and back here afterwards. */
export function askToSignIn() {
	announce(session.me ? 'Your session has ended. Sign in again: what you wrote is kept.' : 'Sign in to go on.');
	session.me = null;
	session.wanted = location.hash;
	location.replace('#/sign-in');
}

/** What to do when an action fails outside of a form. */
export function report(problem) {
	if (problem.status === 401) askToSignIn();
	else announce(problem.message);
}
