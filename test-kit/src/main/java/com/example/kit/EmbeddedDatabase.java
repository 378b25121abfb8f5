package com.example.kit;

import java.io.IOException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** A real PostgreSQL for the tests, whose superuser is {@code postgres}. */
@TestConfiguration(proxyBeanMethods = false)
public class EmbeddedDatabase {

	@Bean
	EmbeddedPostgres postgres() throws IOException {
		return EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on").start();
	}

	@Bean
	JdbcConnectionDetails connectionDetails(EmbeddedPostgres postgres) {
		return new JdbcConnectionDetails() {

			@Override
			public String getJdbcUrl() {
				// Without a user, which would win over that of the pool.
				return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.getPort());
			}

			@Override
			public String getUsername() {
				return "postgres";
			}

			@Override
			public String getPassword() {
				return "postgres";
			}

		};
	}

}
