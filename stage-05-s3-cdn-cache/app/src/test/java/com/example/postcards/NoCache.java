package com.example.postcards;

import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * A cache that is unavailable. Without an annotation, so that only who imports it has it.
 */
class NoCache {

	@Bean
	StringRedisTemplate valkey() {
		return new StringRedisTemplate(new LettuceConnectionFactory("127.0.0.1", 1));
	}

}
