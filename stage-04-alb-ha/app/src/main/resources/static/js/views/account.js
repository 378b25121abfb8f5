/** Signing up and signing in. */

import { send } from '../api.js';
import { onSubmit } from '../controls.js';
import { announce, fromTemplate } from '../page.js';
import { signIn } from '../session.js';

export function showSignIn() {
	const page = fromTemplate('sign-in');
	onSubmit(page.querySelector('form'), async (data) => {
		try {
			await signIn(data.get('email'), data.get('password'), data.get('code'));
		} catch (problem) {
			if (asksForCode(problem)) page.querySelector('[data-code]').hidden = false;
			throw problem;
		}
	});
	return page;
}

export function showSignUp() {
	const page = fromTemplate('sign-up');
	onSubmit(page.querySelector('form'), async (data) => {
		await send('POST', '/api/accounts', Object.fromEntries(data));
		try {
			await signIn(data.get('email'), data.get('password'));
		} catch (problem) {
			if (!asksForCode(problem)) throw problem;
			location.hash = '#/sign-in';
			announce('Sign in with the code that was sent to your e-mail address.');
		}
	});
	return page;
}

function asksForCode({ errors = [] }) {
	return errors.some((error) => error.field === 'code');
}
