package com.example.postcards.database;

import java.util.Properties;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import org.flywaydb.core.api.configuration.FluentConfiguration;

import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.stereotype.Component;

/**
 * Migrations of the primary pool's database run as the master user, who owns the tables;
 * the pool has fewer rights.
 */
@Component
class Migrations implements FlywayConfigurationCustomizer {

	private final HikariDataSource pool;

	private final DatabaseCredentials credentials;

	Migrations(HikariDataSource pool, DatabaseCredentials credentials) {
		this.pool = pool;
		this.credentials = credentials;
	}

	@Override
	public void customize(FluentConfiguration flyway) {
		Properties properties = new Properties();
		properties.putAll(this.pool.getDataSourceProperties());
		// A migration may take its time.
		properties.remove("socketTimeout");
		Credentials master = this.credentials.ofMaster(this.pool);
		DriverManagerDataSource connections = new DriverManagerDataSource(this.pool.getJdbcUrl(), master.getUsername(),
				master.getPassword());
		connections.setConnectionProperties(properties);
		flyway.dataSource(connections);
	}

}
