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
			statement.execute("delete from flyway_schema_history where version in ('5', '6')");
			statement.execute("alter table postcard drop column idempotency_key, drop column idempotency_digest");
			statement.execute("alter table account add column password text");
			statement.execute("insert into account (handle, email, password) values ('hashed', 'h@example.com', 'x')");
			assertThat(this.flyway.migrate().migrationsExecuted).isEqualTo(2);
			assertThat(count(statement, "information_schema.columns where column_name = 'password'")).isZero();
			assertThat(count(statement, "account where handle = 'hashed' and user_id is null")).isOne();
		}
	}

	private static long count(Statement statement, String rows) throws SQLException {
		try (ResultSet count = statement.executeQuery("select count(*) from " + rows)) {
			count.next();
			return count.getLong(1);
		}
	}

}
