package com.example.postcards.account;

record Profile(String handle, long postcards, long followers, long following, boolean followedByMe) {
}
