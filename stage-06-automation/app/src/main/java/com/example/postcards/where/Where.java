package com.example.postcards.where;

import org.jspecify.annotations.Nullable;

record Where(String instance, @Nullable String zone, @Nullable Database database, String cache) {

	record Database(String node, String role) {
	}

}
