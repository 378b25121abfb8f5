package com.example.postcards.rotation;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A user of a database as a version of the secret has it.
 *
 * @param json with {@code host}, {@code port}, {@code dbname}, {@code username},
 * {@code password}, for two users who take turns {@code masterarn}, and other fields,
 * which are kept
 */
record DatabaseUser(ObjectNode json) {

	// https://www.postgresql.org/docs/17/errcodes-appendix.html
	static final String INVALID_PASSWORD = "28P01";

	/** In seconds: a database that is paused takes 15 or more to resume. */
	private static final String PATIENCE = "60";

	private static final String CLONE = "_clone";

	static DatabaseUser of(String secretString) {
		return new DatabaseUser(JsonMapper.shared().readValue(secretString, ObjectNode.class));
	}

	String secretString() {
		return this.json.toString();
	}

	String name() {
		return text("username");
	}

	String password() {
		return text("password");
	}

	/**
	 * The ARN of the secret with the master user of the same database.
	 */
	String masterArn() {
		return text("masterarn");
	}

	/**
	 * The other one of the two users that take turns.
	 */
	DatabaseUser alternate() {
		String name = name().endsWith(CLONE) ? name().substring(0, name().length() - CLONE.length()) : name() + CLONE;
		return new DatabaseUser(this.json.deepCopy().put("username", name));
	}

	DatabaseUser withPassword(String password) {
		return new DatabaseUser(this.json.deepCopy().put("password", password));
	}

	boolean isSameAs(DatabaseUser other) {
		return other.withPassword(password()).json().equals(this.json);
	}

	/**
	 * Connects with TLS. The database's certificate must be signed by an authority in the
	 * trust store of the Java runtime, where Lambda keeps those of RDS.
	 * @see <a href=
	 * "https://docs.aws.amazon.com/lambda/latest/dg/services-rds.html">Certificates</a>
	 */
	Connection connect() throws SQLException {
		Properties properties = new Properties();
		properties.setProperty("user", name());
		properties.setProperty("password", password());
		properties.setProperty("sslmode", "verify-full");
		properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
		properties.setProperty("connectTimeout", PATIENCE);
		properties.setProperty("loginTimeout", PATIENCE);
		properties.setProperty("ApplicationName", "rotation");
		return DriverManager.getConnection(
				"jdbc:postgresql://%s:%s/%s".formatted(text("host"), text("port"), text("dbname")), properties);
	}

	private String text(String name) {
		return this.json.required(name).asString();
	}

	@Override
	public String toString() {
		return name();
	}

}
