package com.example.postcards.move;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that post and like as the application does, and know which of their postcards
 * were acknowledged. A connection that ends is made again.
 */
final class Writers implements AutoCloseable {

	private static final String DUPLICATE_KEY = "23505";

	private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

	private final AtomicInteger duplicates = new AtomicInteger();

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean ended;

	private Writers() {
	}

	/**
	 * Writes to the source until it is closed.
	 */
	Writers(TwoServers servers, int writers) {
		for (int i = 0; i < writers; i++) {
			int writer = i;
			Thread thread = new Thread(() -> {
				for (int n = 0; !this.ended; n++) {
					write(servers::connectToSource, "w%d-%d".formatted(writer, n), Integer.MAX_VALUE);
				}
			});
			this.threads.add(thread);
			thread.start();
		}
	}

	/**
	 * Writes to the target, each writer the given number of postcards.
	 */
	static Writers onTarget(TwoServers servers, int writers, int writes) throws InterruptedException {
		Writers all = new Writers();
		for (int i = 0; i < writers; i++) {
			int writer = i;
			Thread thread = new Thread(
					() -> all.write(() -> servers.connectToTarget(TwoServers.APPLICATION), "after" + writer, writes));
			all.threads.add(thread);
			thread.start();
		}
		for (Thread thread : all.threads) {
			thread.join();
		}
		return all;
	}

	private void write(Connect connect, String name, int writes) {
		try (Connection connection = connect.connect()) {
			connection.setAutoCommit(false);
			for (int n = 0; n < writes && !this.ended; n++) {
				try {
					post(connection, "%s-%d".formatted(name, n));
				}
				catch (SQLException ex) {
					if (DUPLICATE_KEY.equals(ex.getSQLState())) {
						this.duplicates.incrementAndGet();
					}
					connection.rollback();
				}
			}
		}
		catch (SQLException ex) {
			// Its session was ended.
		}
	}

	/**
	 * A postcard, and a like of it by another, with the notification of that.
	 */
	private void post(Connection connection, String message) throws SQLException {
		String id = Database.single(connection,
				"insert into postcard (author_id, message, photo) values (1, ?, false) returning id", message);
		connection.commit();
		this.acknowledged.add(message);
		Database.execute(connection, """
				select author_id from postcard where id = %1$s for update;
				insert into postcard_like (postcard_id, account_id) values (%1$s, 2);
				update postcard set likes = likes + 1 where id = %1$s;
				insert into notification (account_id, from_id, postcard_id) values (1, 2, %1$s)""".formatted(id));
		connection.commit();
	}

	Queue<String> acknowledged() {
		return this.acknowledged;
	}

	int duplicates() {
		return this.duplicates.get();
	}

	@Override
	public void close() throws InterruptedException {
		this.ended = true;
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	/** Makes a connection. */
	private interface Connect {

		Connection connect() throws SQLException;

	}

}
