package com.example.postcards.tests;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import com.example.contract.load.Crowd;
import com.example.lab.aws.rds.DBInstance;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The state of a second before a mistake can be restored, while the database goes on. */
@Stage
class RestoreTests {

	private static final int SOME = 60;

	@Test
	void aSecondBeforeADestructiveStatementEverythingIsThere(LocalCloud cloud) throws Exception {
		cloud.events().await(0, (event) -> event.kind() == Event.Kind.SNAPSHOT, Duration.ofSeconds(30));
		try (Crowd crowd = Crowd.at(cloud.url())) {
			crowd.awaitSuccesses(SOME);
			crowd.stop();
		}
		DBInstance instance = cloud.standIns(DBInstance.class).get(0);
		DatabaseSecret master = DatabaseSecret.ofMaster(cloud);
		try (Connection original = master.connect(); Statement statement = original.createStatement()) {
			Map<String, String> before = checksums(statement);
			Instant written = Instant.now();
			Awaitility.await().until(() -> Instant.now().isAfter(written.plusSeconds(1).plusMillis(100)));
			Instant mistake = Instant.now();
			statement.execute("delete from postcard");
			Map<String, String> after = checksums(statement);

			long begin = System.nanoTime();
			String restored = instance.restore(mistake.minusSeconds(1).toString());
			long millis = (System.nanoTime() - begin) / 1_000_000;

			try (Connection copy = master.connect(restored, "sslmode=require");
					Statement there = copy.createStatement()) {
				Map<String, String> found = checksums(there);
				Evidence.keep("restore", new Restored(millis, before, after, found));
				assertThat(after).doesNotContainEntry("postcard", before.get("postcard"));
				assertThat(found).isEqualTo(before);
			}
			assertThat(checksums(statement)).isEqualTo(after);
		}
	}

	private static Map<String, String> checksums(Statement statement) throws SQLException {
		Map<String, String> checksums = new TreeMap<>();
		for (String table : new String[] { "account", "follow", "notification", "photo", "postcard",
				"postcard_like" }) {
			try (ResultSet result = statement.executeQuery(
					"select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') from %s t"
						.formatted(table))) {
				result.next();
				checksums.put(table, result.getString(1));
			}
		}
		return checksums;
	}

	/**
	 * A restore: rows and checksum of each table.
	 *
	 * @param millis how long it took
	 * @param before before the mistake
	 * @param after after it
	 * @param restored in the new instance
	 */
	record Restored(long millis, Map<String, String> before, Map<String, String> after, Map<String, String> restored) {
	}

}
