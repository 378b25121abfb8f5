package com.example.postcards.infra;

import org.jspecify.annotations.Nullable;

/**
 * What a server runs on.
 *
 * @param processor decides on the instance type
 * @param image the id of an image of that processor; without it, the newest Amazon Linux
 * 2023 when the server is launched
 */
record Machine(Processor processor, @Nullable String image) {
}
