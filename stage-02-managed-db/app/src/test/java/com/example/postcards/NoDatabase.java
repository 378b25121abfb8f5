package com.example.postcards;

import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A database that is unavailable. Without an annotation, so that only who imports it has
 * it.
 */
class NoDatabase {

	@Bean
	JdbcClient jdbc() {
		return JdbcClient.create(new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/none"));
	}

}
