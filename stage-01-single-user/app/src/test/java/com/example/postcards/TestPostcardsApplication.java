package com.example.postcards;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;

import com.example.kit.EmbeddedDatabase;

import org.springframework.boot.SpringApplication;
import org.springframework.util.FileSystemUtils;

/**
 * Starts Postcards with a PostgreSQL and a folder for photos of its own, all gone when it
 * stops: to try the app or work on its pages.
 */
class TestPostcardsApplication {

	public static void main(String[] args) throws IOException {
		System.setProperty("server.address", "127.0.0.1");
		File photos = Files.createTempDirectory("photos").toFile();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(photos)));
		System.setProperty("postcards.photos.directory", photos.toString());
		SpringApplication.from(PostcardsApplication::main).with(EmbeddedDatabase.class).run(args);
	}

}
