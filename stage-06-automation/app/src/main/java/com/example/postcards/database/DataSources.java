package com.example.postcards.database;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.resilience.annotation.EnableResilientMethods;

/**
 * The pools of the primary and of its read replica, and what chooses between them: a
 * transaction that only reads ({@link ReplicaRead}) gets a connection of the replica.
 */
@Configuration(proxyBeanMethods = false)
@EnableResilientMethods
class DataSources {

	@Bean
	@ConfigurationProperties("spring.datasource.hikari")
	HikariDataSource database(DataSourceProperties settings, ObjectProvider<JdbcConnectionDetails> details) {
		JdbcConnectionDetails other = details.getIfAvailable();
		HikariDataSource database = new HikariDataSource();
		database.setJdbcUrl((other != null) ? other.getJdbcUrl() : settings.determineUrl());
		return database;
	}

	/**
	 * As that of the primary. The application starts without it.
	 */
	@Bean(defaultCandidate = false)
	@Qualifier("replica")
	@ConditionalOnProperty("postcards.replica.url")
	HikariDataSource replica(HikariDataSource database, @Value("${postcards.replica.url}") String url) {
		HikariDataSource replica = new HikariDataSource();
		database.copyStateTo(replica);
		replica.setPoolName("replica");
		replica.setJdbcUrl(url);
		replica.setReadOnly(true);
		replica.setInitializationFailTimeout(-1);
		return replica;
	}

	@Bean
	@Primary
	DataSource dataSource(HikariDataSource database, @Qualifier("replica") ObjectProvider<HikariDataSource> replica) {
		LazyConnectionDataSourceProxy proxy = new LazyConnectionDataSourceProxy();
		proxy.setDefaultAutoCommit(true);
		proxy.setDefaultTransactionIsolationName("TRANSACTION_READ_COMMITTED");
		proxy.setTargetDataSource(database);
		@Nullable HikariDataSource reader = replica.getIfAvailable();
		if (reader != null) {
			proxy.setReadOnlyDataSource(new ReplicaDataSource(reader, database));
		}
		return proxy;
	}

}
