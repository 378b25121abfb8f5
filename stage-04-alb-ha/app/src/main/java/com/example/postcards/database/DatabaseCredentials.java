package com.example.postcards.database;

import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * User name and password of the database, from Secrets Manager. The pool reads them for
 * each new connection, so that a rotation needs no restart; 10,000 reads cost 5 cents.
 */
@Component
class DatabaseCredentials implements BeanPostProcessor, HikariCredentialsProvider {

	private final SecretsManagerClient secrets = SecretsManagerClient.create();

	private final String secret;

	DatabaseCredentials(@Value("${postcards.database.secret}") String secret) {
		this.secret = secret;
	}

	@Override
	public Credentials getCredentials() {
		return read(this.secret);
	}

	/**
	 * Those of any secret.
	 */
	Credentials read(String secret) {
		String value = this.secrets.getSecretValue((request) -> request.secretId(secret)).secretString();
		JsonNode json = JsonMapper.shared().readTree(value);
		return Credentials.of(json.required("username").asString(), json.required("password").asString());
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (bean instanceof HikariDataSource pool) {
			// A secret that cannot be read keeps the application from starting.
			getCredentials();
			pool.setCredentialsProvider(this);
		}
		return bean;
	}

}
