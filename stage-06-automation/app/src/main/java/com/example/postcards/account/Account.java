package com.example.postcards.account;

/**
 * The account that is signed in. The session holds it, so that {@code /api/me} needs no
 * database; it is small and made of what JSON can carry.
 *
 * @param id the id of the account
 * @param handle the name that others see
 * @param email the address to sign in with, which others do not see
 */
public record Account(long id, String handle, String email) {
}
