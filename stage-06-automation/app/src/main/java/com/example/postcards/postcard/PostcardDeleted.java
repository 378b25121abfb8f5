package com.example.postcards.postcard;

/**
 * A postcard was deleted, and what others have stored about it can go. Comes again if one
 * of them fails.
 *
 * @param postcard the id of the postcard
 */
public record PostcardDeleted(long postcard) {
}
