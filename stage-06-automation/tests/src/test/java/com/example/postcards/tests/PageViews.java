package com.example.postcards.tests;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.example.contract.Postcards;

/**
 * Members who look at pages: for each, what the front end asks the API for.
 */
final class PageViews {

	/** At once. */
	private static final int MEMBERS = 4;

	private static final int POSTCARDS = 5;

	private final List<Member> members;

	/**
	 * Members who follow each other and have posted.
	 */
	PageViews(URI address) {
		this.members = IntStream.range(0, MEMBERS).mapToObj((i) -> Member.at(address)).toList();
		for (Member member : this.members) {
			this.members.stream().filter((other) -> other != member).forEach(member::follow);
		}
	}

	/**
	 * Has the members look at pages.
	 * @param count how many, all members together
	 */
	void look(int count) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(MEMBERS);
		try {
			List<Callable<Void>> tasks = new ArrayList<>();
			for (int member = 0; member < MEMBERS; member++) {
				int first = member;
				tasks.add(() -> {
					for (int view = first; view < count; view += MEMBERS) {
						look(this.members.get(first), this.members.get((first + view / MEMBERS) % MEMBERS), view);
					}
					return null;
				});
			}
			for (Future<Void> each : threads.invokeAll(tasks)) {
				each.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	/**
	 * Of ten pages, six are the timeline, two those of an account, one shows a postcard
	 * and one the notifications. Each shows who is signed in, and where it came from.
	 */
	private static void look(Member member, Member other, int view) {
		Postcards visitor = member.visitor();
		visitor.me();
		switch (view / MEMBERS % 10) {
			case 0 -> visitor.notifications();
			case 1 -> visitor.postcard(other.postcards().get(0));
			case 2, 3 -> {
				visitor.profile(other.handle());
				visitor.postcards(other.handle());
			}
			default -> visitor.timeline();
		}
		visitor.where();
	}

	/**
	 * A member.
	 *
	 * @param visitor the browser
	 * @param handle the handle
	 * @param postcards the ids of what the member has posted
	 */
	private record Member(Postcards visitor, String handle, List<String> postcards) {

		static Member at(URI address) {
			Postcards visitor = Postcards.member(address);
			return new Member(visitor, visitor.me().handle(),
					IntStream.range(0, POSTCARDS).mapToObj((i) -> visitor.post("Postcard " + i).id()).toList());
		}

		void follow(Member other) {
			this.visitor.follow(other.handle());
		}

	}

}
