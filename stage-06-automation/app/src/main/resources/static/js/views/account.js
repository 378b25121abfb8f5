/** Signing up, signing in, and a new password for users who cannot. */

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

/** First the code is sent, then it is entered together with the new password. */
export function showNewPassword() {
	const page = fromTemplate('new-password');
	const step = page.querySelector('[data-code]');
	const button = page.querySelector('button');
	onSubmit(page.querySelector('form'), async (data) => {
		const { email, code, password } = Object.fromEntries(data);
		if (step.hidden) {
			await send('POST', '/api/password-resets', { email });
			step.hidden = false;
			button.textContent = 'Set the password';
			step.querySelector('input').focus();
		} else {
			await send('PUT', '/api/password-resets', { email, code, password });
			location.hash = '#/sign-in';
			announce('Your password is new. Sign in with it.');
		}
	});
	return page;
}

function asksForCode({ errors = [] }) {
	return errors.some((error) => error.field === 'code');
}
