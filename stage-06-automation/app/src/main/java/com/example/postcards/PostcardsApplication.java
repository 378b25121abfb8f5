package com.example.postcards;

import java.security.Security;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Starts Postcards.
 */
@EnableScheduling
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
public class PostcardsApplication {

	/**
	 * Runs until the process is asked to stop.
	 * @param args Spring Boot's command line options
	 */
	public static void main(String[] args) {
		// A database that fails over keeps its name and gets another address:
		// https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/jvm-ttl-dns.html
		Security.setProperty("networkaddress.cache.ttl", "5");
		SpringApplication.run(PostcardsApplication.class, args);
	}

}
