/** A person: what they sent, and whether I follow them. */

import { get } from '../api.js';
import { listOf, toggle } from '../controls.js';
import { count, fromTemplate, stamp } from '../page.js';
import { postcard } from '../postcard.js';
import { session } from '../session.js';

export async function showProfile(name) {
	const path = `/api/accounts/${encodeURIComponent(name)}`;
	const [person, list] = await Promise.all([
		get(path),
		listOf(`${path}/postcards`, postcard, 'No postcards yet.')
	]).catch((problem) => {
		if (problem.status === 404) problem.message = `No account has the handle @${name}. Check the spelling.`;
		throw problem;
	});
	const { handle, postcards, followers, following, followedByMe } = person;
	const page = fromTemplate('profile', { handle: `@${handle}`, postcards: count(postcards, 'postcard'), following });
	stamp(page, handle);
	page.append(list);
	followable(page, handle, followers - followedByMe, followedByMe);
	return page;
}

function followable(page, handle, others, followedByMe) {
	const button = page.querySelector('[data-follow]');
	button.hidden = handle === session.me?.handle;
	toggle(button, `/api/follows/${handle}`, followedByMe, (followed) => {
		button.textContent = followed ? 'Unfollow' : 'Follow';
		button.classList.toggle('primary', !followed);
		page.querySelector('[data-followers]').textContent = count(others + followed, 'follower');
	});
}
