package com.example.postcards.where;

import java.util.Locale;

import com.example.postcards.cache.Cache;
import com.example.postcards.where.Where.Database;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class WhereController {

	private final Nodes nodes;

	private final Cache cache;

	private final String instance;

	private final @Nullable String zone;

	WhereController(Nodes nodes, Cache cache, @Value("${postcards.instance:local}") String instance,
			@Value("${postcards.zone:#{null}}") @Nullable String zone) {
		this.nodes = nodes;
		this.cache = cache;
		this.instance = instance;
		this.zone = zone;
	}

	@GetMapping("/api/where")
	Where where() {
		return new Where(this.instance, this.zone, database(),
				this.cache.look("where").name().toLowerCase(Locale.ROOT));
	}

	private @Nullable Database database() {
		try {
			return this.nodes.current();
		}
		catch (DataAccessException | TransactionException ex) {
			return null;
		}
	}

}
