package com.example.postcards;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/**
 * Starts Postcards.
 */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
public class PostcardsApplication {

	/**
	 * Runs until the process is asked to stop.
	 * @param args Spring Boot's command line options
	 */
	public static void main(String[] args) {
		SpringApplication.run(PostcardsApplication.class, args);
	}

}
