package com.example.kit;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * DynamoDB Local in a process of its own, because its libraries are none of the
 * application's. Its class path is what Maven has resolved for the lab.
 */
final class LocalDynamoDb {

	private static final String SERVER = "software.amazon.dynamodb.services.local.main.ServerRunner";

	private LocalDynamoDb() {
	}

	/**
	 * Ends when its standard input does, with the process of the tests.
	 */
	public static void main(String[] args) throws Exception {
		Thread parent = new Thread(() -> {
			try {
				System.in.transferTo(System.out);
			}
			catch (IOException ex) {
				// As good as its end.
			}
			Runtime.getRuntime().halt(0);
		});
		parent.setDaemon(true);
		parent.start();
		Class.forName(SERVER).getMethod("main", String[].class).invoke(null, (Object) args);
	}

	static String start(String table) throws IOException {
		int port = LocalAws.freePort();
		String classpath = Files.readString(LocalAws.built("lab/dynamodb-local/target/classpath.txt")).strip();
		Path directory = Files.createTempDirectory(Path.of("target"), "dynamodb").toAbsolutePath();
		for (String library : classpath.split(File.pathSeparator)) {
			if (!library.endsWith(".jar")) {
				Files.createSymbolicLink(directory.resolve(Path.of(library).getFileName()), Path.of(library));
			}
		}
		String self = Path
			.of(URI.create(LocalDynamoDb.class.getProtectionDomain().getCodeSource().getLocation().toString()))
			.toString();
		ProcessBuilder java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx256m", "-XX:TieredStopAtLevel=1", "-Djava.library.path=" + directory, "-cp",
				self + File.pathSeparator + classpath, LocalDynamoDb.class.getName(), "-inMemory", "-disableTelemetry",
				"-port", Integer.toString(port));
		java.redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile()).start();
		LocalAws.awaitPort(port);
		String endpoint = "http://127.0.0.1:" + port;
		System.setProperty("aws.endpointUrlDynamoDb", endpoint);
		createTable(table);
		return endpoint;
	}

	private static void createTable(String table) {
		try (DynamoDbClient dynamoDb = DynamoDbClient.create()) {
			dynamoDb.createTable((request) -> request.tableName(table)
				.billingMode(BillingMode.PAY_PER_REQUEST)
				.attributeDefinitions((key) -> key.attributeName("pk").attributeType(ScalarAttributeType.S),
						(key) -> key.attributeName("sk").attributeType(ScalarAttributeType.S))
				.keySchema((key) -> key.attributeName("pk").keyType(KeyType.HASH),
						(key) -> key.attributeName("sk").keyType(KeyType.RANGE)));
		}
	}

}
