package com.example.postcards;

import com.example.kit.EmbeddedDatabase;

import org.springframework.boot.SpringApplication;

/**
 * Starts Postcards with a PostgreSQL and a user pool of its own, both gone when it stops:
 * to try the app or work on its pages.
 */
class TestPostcardsApplication {

	public static void main(String[] args) {
		System.setProperty("server.address", "127.0.0.1");
		SpringApplication.from(PostcardsApplication::main).with(EmbeddedDatabase.class).run(args);
	}

}
