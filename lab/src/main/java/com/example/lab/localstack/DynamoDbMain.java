package com.example.lab.localstack;

import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Objects;

/**
 * Starts DynamoDB Local for this computer alone: its own main method listens on all
 * addresses, and takes no other. Runs in its JVM, where it finds its classes.
 */
public final class DynamoDbMain {

	private static final String RUNNER = "software.amazon.dynamodb.services.local.main.ServerRunner";

	private DynamoDbMain() {
	}

	/**
	 * Called by LocalStack.
	 * @param arguments those of DynamoDB Local
	 */
	public static void main(String[] arguments) throws Exception {
		Locale.setDefault(Locale.ROOT);
		Object dynamoDb = Objects.requireNonNull(Class.forName(RUNNER)
			.getMethod("createServerFromCommandLineArgs", String[].class)
			.invoke(null, (Object) arguments));
		Field field = dynamoDb.getClass().getDeclaredField("server");
		field.setAccessible(true);
		Object jetty = Objects.requireNonNull(field.get(dynamoDb));
		Object connectors = jetty.getClass().getMethod("getConnectors").invoke(jetty);
		for (Object connector : (Object[]) Objects.requireNonNull(connectors)) {
			connector.getClass().getMethod("setHost", String.class).invoke(connector, "127.0.0.1");
		}
		dynamoDb.getClass().getMethod("start").invoke(dynamoDb);
	}

}
