/** The frame around the pages: which address shows which page, who is signed in, where the answers came from. */

import { get } from './api.js';
import { focusHeading, fromTemplate } from './page.js';
import { askToSignIn, restore, session, signOut } from './session.js';
import { showNewPassword, showSignIn, showSignUp } from './views/account.js';
import { showNotifications } from './views/notifications.js';
import { showPostcard, showTimeline } from './views/postcards.js';
import { showProfile } from './views/profile.js';
import { showWrite } from './views/write.js';

const routes = [
	[/^#\/$/, showTimeline],
	[/^#\/sign-in$/, showSignIn],
	[/^#\/sign-up$/, showSignUp],
	[/^#\/new-password$/, showNewPassword],
	[/^#\/write$/, showWrite],
	[/^#\/notifications$/, showNotifications],
	[/^#\/@([^/]+)$/, showProfile],
	[/^#\/postcards\/(\d+)$/, showPostcard]
];
const main = document.getElementById('main');
const address = () => location.hash || '#/';
let turns = 0;

/** Shows the page of the current address. An answer that comes after the person went on is dropped. */
async function show() {
	const turn = ++turns;
	main.classList.add('loading');
	const [page, problem] = await pageFor(address()).then((page) => [page], (problem) => [failure(problem), problem]);
	if (turn !== turns) return;
	if (problem?.status === 401) return askToSignIn();
	const first = main.querySelector('h1') === null;
	main.classList.remove('loading');
	main.replaceChildren(page);
	document.title = `${main.querySelector('h1').textContent} · Postcards`;
	showSession();
	showWhere();
	scrollTo(0, 0);
	if (!first) focusHeading();
}

async function pageFor(address) {
	if (session.me === undefined) await restore();
	for (const [pattern, view] of routes) {
		const match = pattern.exec(address);
		if (match) return view(...match.slice(1).map(decodeURIComponent));
	}
	return failure({ status: 404, message: 'There is no page at this address.' });
}

function failure(problem) {
	const page = fromTemplate('failure', {
		title: problem.status === 404 ? 'Nothing here' : 'This did not work',
		problem: problem.message
	});
	const retry = page.querySelector('button');
	retry.hidden = problem.status === 404;
	retry.addEventListener('click', show);
	return page;
}

function showSession() {
	const { me } = session;
	const kind = me ? 'member' : me === null && 'guest';
	document.querySelectorAll('[data-for]').forEach((part) => part.hidden = part.dataset.for !== kind);
	document.querySelector('[data-profile]').href = `#/@${me?.handle}`;
	document.querySelectorAll('nav a').forEach((link) => link.ariaCurrent = link.hash === address() ? 'page' : null);
}

/** What the server tells about itself is shown as it comes: later versions tell more. */
async function showWhere() {
	const facts = await get('/api/where').then(flatten, () => [['server', 'no answer']]);
	document.getElementById('where').replaceChildren(...facts.map(([name, value]) => fromTemplate('fact', { name, value })));
}

function flatten(value, name = '') {
	if (value === null || typeof value !== 'object') return [[name, value ?? '–']];
	return Object.entries(value).flatMap(([key, inner]) => {
		const words = key.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
		return flatten(inner, `${name} ${words}`.trim());
	});
}

/** The skip link must not change the address, and a link to the page one is on loads it again. */
function followLink(event) {
	const link = event.target.closest('a[href^="#"]');
	if (link?.matches('.skip')) {
		event.preventDefault();
		main.focus();
	} else if (link?.hash === address()) {
		event.preventDefault();
		show();
	}
}

addEventListener('hashchange', show);
document.addEventListener('answered', showWhere);
document.addEventListener('click', followLink);
document.getElementById('sign-out').addEventListener('click', signOut);
show();
