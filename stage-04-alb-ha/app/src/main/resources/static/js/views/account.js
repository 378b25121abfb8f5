/** Signing up and signing in. */

import { send } from '../api.js';
import { onSubmit } from '../controls.js';
import { fromTemplate } from '../page.js';
import { signIn } from '../session.js';

export function showSignIn() {
	const page = fromTemplate('sign-in');
	onSubmit(page.querySelector('form'), (data) => signIn(data.get('email'), data.get('password')));
	return page;
}

export function showSignUp() {
	const page = fromTemplate('sign-up');
	onSubmit(page.querySelector('form'), async (data) => {
		await send('POST', '/api/accounts', Object.fromEntries(data));
		await signIn(data.get('email'), data.get('password'));
	});
	return page;
}
