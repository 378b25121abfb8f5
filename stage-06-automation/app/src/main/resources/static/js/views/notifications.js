/** Who liked, who follows. */

import { listOf } from '../controls.js';
import { fromTemplate, section, stamp, time } from '../page.js';

export async function showNotifications() {
	return section('Notifications',
		await listOf('/api/notifications', notification, 'Nothing yet. Likes and new followers show up here.'));
}

function notification({ type, from, postcard, createdAt }) {
	const entry = fromTemplate('notification', { from: `@${from}`, what: type === 'like' ? 'likes' : 'follows you' });
	const link = entry.querySelector('[data-postcard]');
	link.href = `#/postcards/${postcard}`;
	link.hidden = postcard === null;
	entry.querySelector('[data-from]').href = `#/@${from}`;
	stamp(entry, from);
	time(entry, createdAt);
	return entry;
}
