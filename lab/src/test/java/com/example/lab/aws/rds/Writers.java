package com.example.lab.aws.rds;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import com.example.lab.network.Ports;
import org.awaitility.Awaitility;

/** Clients that write a row after the other and know which were acknowledged. */
final class Writers implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(40);

	private final Map<String, String> access;

	private final ExecutorService threads;

	private final AtomicLong next = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();

	private volatile boolean ended;

	Writers(Map<String, String> access, int count) throws SQLException {
		this.access = access;
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE written (n bigint PRIMARY KEY)");
		}
		this.threads = Executors.newFixedThreadPool(count);
		for (int i = 0; i < count; i++) {
			this.threads.execute(this::write);
		}
	}

	int acknowledged() {
		return this.acknowledged.size();
	}

	/** Waits until N more writes are acknowledged. */
	void awaitMore(int count) {
		int wanted = this.acknowledged.size() + count;
		Awaitility.await().atMost(LIMIT).until(() -> this.acknowledged.size() >= wanted);
	}

	/** How many writes and connections failed. */
	long refused() {
		return this.refused.get();
	}

	/** Stops, and returns the acknowledged writes that are lost. */
	Set<Long> lost() throws SQLException {
		stop();
		Set<Long> missing = new TreeSet<>(this.acknowledged);
		try (Connection connection = connect();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT n FROM written")) {
			while (rows.next()) {
				missing.remove(rows.getLong(1));
			}
		}
		return missing;
	}

	@Override
	public void close() {
		stop();
	}

	private void stop() {
		this.ended = true;
		this.threads.shutdown();
		Awaitility.await().atMost(LIMIT).until(this.threads::isTerminated);
	}

	private void write() {
		while (!this.ended) {
			try (Connection connection = connect();
					PreparedStatement insert = connection.prepareStatement("INSERT INTO written VALUES (?)")) {
				while (!this.ended) {
					long number = this.next.incrementAndGet();
					insert.setLong(1, number);
					insert.executeUpdate();
					this.acknowledged.add(number);
				}
			}
			catch (SQLException ex) {
				this.refused.incrementAndGet();
				Ports.pause();
			}
		}
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection(this.access.get("SPRING_DATASOURCE_URL") + "&socketTimeout=20",
				this.access.get("SPRING_DATASOURCE_USERNAME"), this.access.get("SPRING_DATASOURCE_PASSWORD"));
	}

}
