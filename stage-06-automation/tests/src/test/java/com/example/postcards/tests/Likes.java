package com.example.postcards.tests;

import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.example.contract.Postcards;
import com.example.lab.aws.rds.DBInstance;
import com.example.lab.cloud.LocalCloud;

/**
 * Many members who like one postcard at the same time, and take it back, over and over.
 *
 * @param changes how many likes were given and taken back
 * @param refused how many of them the product refused
 * @param expected members whose last change was a like
 * @param counted the likes of the postcard
 * @param liked members who see that they like it
 * @param deadlocks how many the database found
 * @param latency of the changes
 */
record Likes(int changes, long refused, int expected, long counted, long liked, long deadlocks, Latency latency) {

	private static final int THREADS = 50;

	private static final int NO_CONTENT = 204;

	/**
	 * Lets them.
	 * @param perMember how many changes, an even number
	 */
	static Likes on(LocalCloud cloud, int perMember) throws Exception {
		URI address = cloud.url();
		String postcard = Postcards.member(address).post("Liked by all").id();
		List<Postcards> members = IntStream.range(0, THREADS)
			.parallel()
			.mapToObj((i) -> Postcards.member(address))
			.toList();
		long deadlocks = deadlocks(cloud);
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<Callable<List<Change>>> tasks = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				Postcards member = members.get(i);
				// Those with an even number begin, and end, with a like.
				int first = i % 2;
				tasks.add(() -> IntStream.range(first, perMember + 1 - first)
					.mapToObj((change) -> Change.of(member, postcard, change % 2 == 0))
					.toList());
			}
			List<Change> all = new ArrayList<>();
			for (Future<List<Change>> each : threads.invokeAll(tasks)) {
				all.addAll(each.get());
			}
			return new Likes(all.size(), all.stream().filter((change) -> change.status() != NO_CONTENT).count(),
					THREADS / 2, members.get(0).postcard(postcard).likes(),
					members.stream().filter((member) -> member.postcard(postcard).likedByMe()).count(),
					deadlocks(cloud) - deadlocks, Latency.ofNanos(all.stream().map(Change::nanos).toList()));
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static long deadlocks(LocalCloud cloud) throws SQLException {
		try (Connection connection = cloud.standIns(DBInstance.class).get(0).postgres().connect("postcards");
				Statement statement = connection.createStatement();
				ResultSet rows = statement
					.executeQuery("select deadlocks from pg_stat_database where datname = 'postcards'")) {
			rows.next();
			return rows.getLong(1);
		}
	}

	/**
	 * A like that was given or taken back.
	 *
	 * @param status of the answer
	 * @param nanos until the answer
	 */
	private record Change(int status, long nanos) {

		static Change of(Postcards member, String postcard, boolean like) {
			long begin = System.nanoTime();
			int status = member.send(like ? "PUT" : "DELETE", "/api/postcards/" + postcard + "/like").status();
			return new Change(status, System.nanoTime() - begin);
		}

	}

}
