package com.example.postcards;

import java.io.IOException;
import java.nio.file.Files;

import org.springframework.boot.SpringApplication;

/**
 * Starts Postcards with a PostgreSQL of its own, both gone when it stops: to try the app
 * or work on its pages.
 */
class TestPostcardsApplication {

	public static void main(String[] args) throws IOException {
		System.setProperty("server.address", "127.0.0.1");
		System.setProperty("postcards.photos.directory", Files.createTempDirectory("photos").toString());
		SpringApplication.from(PostcardsApplication::main).with(EmbeddedDatabase.class).run(args);
	}

}
