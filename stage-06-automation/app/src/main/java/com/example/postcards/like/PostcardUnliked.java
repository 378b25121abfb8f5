package com.example.postcards.like;

/**
 * An account has taken its like of a postcard back.
 *
 * @param postcard the id of the postcard
 * @param author the id of the account that posted it
 * @param account the id of the account that liked it
 */
public record PostcardUnliked(long postcard, long author, long account) {
}
