package com.example.postcards;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@DatabaseTest
class SchemaTests {

	@Autowired
	private Flyway flyway;

	@Autowired
	private EmbeddedPostgres postgres;

	@Test
	void migratingAgainChangesNothing() {
		assertThat(this.flyway.info().applied()).isNotEmpty();
		assertThat(this.flyway.migrate().migrationsExecuted).isZero();
	}

	@Test
	void aDatabaseOfTheStageBeforeGetsTheVersionsAfterIt() throws SQLException {
		try (Connection master = this.postgres.getPostgresDatabase().getConnection();
				Statement statement = master.createStatement()) {
			statement.execute("delete from flyway_schema_history where version = '7'");
			statement.execute("drop function remember_deleted_postcard cascade");
			statement.execute("drop table deleted_postcard");
			long rows = count(statement, "photo") + count(statement, "postcard_like");
			assertThat(this.flyway.migrate().migrationsExecuted).isOne();
			assertThat(count(statement, "deleted_postcard")).isZero();
			assertThat(count(statement, "photo") + count(statement, "postcard_like")).isEqualTo(rows);
		}
	}

	private static long count(Statement statement, String rows) throws SQLException {
		try (ResultSet count = statement.executeQuery("select count(*) from " + rows)) {
			count.next();
			return count.getLong(1);
		}
	}

}
