/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What Chromium 156's virtual authenticator said at http://localhost:8765 (its keys exist nowhere
 * else): a passkey of each algorithm made, then used once. Bytes as hex. */
#pragma once

#define VECTORS_ORIGIN "http://localhost:8765"
#define VECTORS_RP_ID  "localhost"

static const struct Vector {
  int algorithm;
  const char *made_challenge, *made_client_data, *made_auth_data;
  const char *challenge, *client_data, *auth_data, *signature;
} vectors[] = {
  { .algorithm = -7,
    .made_challenge = "C9ET-5WXSuT4kIc4L6gvazuhieg6WJS4kAs7w1NJPII",
    .made_client_data =
        "{\"type\":\"webauthn.create\",\"challenge\":\"C9ET-5WXSuT4kIc4L6gvazuhieg6WJS4kA"
        "s7w1NJPII\",\"origin\":\"http://localhost:8765\",\"crossOrigin\":false}",
    .made_auth_data =
        "49960de5880e8c687434170f6476605b8fe4aeb9a28632c7995cf3ba831d97634500000001010203"
        "040506070801020304050607080020525e27e52c4d125d86c7eb6e146dd0a8476e007cad495ff814"
        "71408183a29545a50102032620012158200726d0948bfe5825d20fdb3dfe13e0bff3b6404c4aa1db"
        "0830ff26462bd470232258207e0b9eea6ca8bae096f481049af1e742c88bf7036684a17bcb8b058e"
        "224d7e49",
    .challenge = "ruJmKlbcsX5FBZZ3YH81CQlNCVABGlOoaWVBwCyqKn4",
    .client_data =
        "{\"type\":\"webauthn.get\",\"challenge\":\"ruJmKlbcsX5FBZZ3YH81CQlNCVABGlOoaWVBw"
        "CyqKn4\",\"origin\":\"http://localhost:8765\",\"crossOrigin\":false}",
    .auth_data = "49960de5880e8c687434170f6476605b8fe4aeb9a28632c7995cf3ba831d97630500000002",
    .signature = "30460221008824ed0cd53f02d836abb7fc48f48f3d416cdd5ad555bcdeb023a47fae761a44022100"
                 "e728850b9cc551a550709464246dd4aac6f8192f8d9826f599328d077321be42" },
  { .algorithm = -8,
    .made_challenge = "uSHhGWfJj6sC3G4I7idbDu6dFM0Wu1RpfdIJiT0kmeo",
    .made_client_data =
        "{\"type\":\"webauthn.create\",\"challenge\":\"uSHhGWfJj6sC3G4I7idbDu6dFM0Wu1Rpfd"
        "IJiT0kmeo\",\"origin\":\"http://localhost:8765\",\"crossOrigin\":false}",
    .made_auth_data =
        "49960de5880e8c687434170f6476605b8fe4aeb9a28632c7995cf3ba831d97634500000001010203"
        "040506070801020304050607080020957f2d6322086f52847e5a07403ef0cdd814be89e678c7ce5c"
        "3a5d9390356697a4010103272006215820c39ca8dbf2f420d3a1195420ac61235b64bf1fe6e9e47c"
        "2387bf57d3e81345cb",
    .challenge = "JLvRLkUxri7B8MHh0U29p4OpdL85B7kh3_jqoPDLfCU",
    .client_data =
        "{\"type\":\"webauthn.get\",\"challenge\":\"JLvRLkUxri7B8MHh0U29p4OpdL85B7kh3_jqo"
        "PDLfCU\",\"origin\":\"http://localhost:8765\",\"crossOrigin\":false}",
    .auth_data = "49960de5880e8c687434170f6476605b8fe4aeb9a28632c7995cf3ba831d97630500000002",
    .signature = "feaed6306d6c0fb0e42ccdb98a80ab934e71c58d1d9db06b24b2906819e4563588b20c5738429ead"
                 "bd82b93fa42e87559453512db72ad6456476a3a64ed10902" },
  { .algorithm = -257,
    .made_challenge = "xlxRryn4ZXkpuLmwQGqgC8cZj8CTZ400gyS3ZN7GcN8",
    .made_client_data =
        "{\"type\":\"webauthn.create\",\"challenge\":\"xlxRryn4ZXkpuLmwQGqgC8cZj8CTZ400gy"
        "S3ZN7GcN8\",\"origin\":\"http://localhost:8765\",\"crossOrigin\":false}",
    .made_auth_data =
        "49960de5880e8c687434170f6476605b8fe4aeb9a28632c7995cf3ba831d97634500000001010203"
        "040506070801020304050607080020030b6ff5f40445fc37204d4b90ed69a6400a0c39a1f422b7cf"
        "e7cfc40aef5403a40103033901002059010098dc0960b71a34c3cb21ee69ec2e5987c1886fab9531"
        "c269cfc90091cc067ede1057e7cfec4b0c23157380d5cc66d440a2af54ef13e04d8199c33d8f6197"
        "3de392c67255b7ea15ad1a2f3da7f3b4879ead8a7681f3b8a4767190fd4b859e3585dbd71de02b9a"
        "94ce608831141eaac3c371850b70a5b93e1464e81a7472b38e4c68ee8f42475eeb489b85b015a8ad"
        "87491bae3e75185631f412dcfebe3d930f7daaa188d072512c5a2a444ebcf777cf83b4a13860e1eb"
        "0165c106c82bc64830da63fc44c244b5275a576e18982cf5ef3f3e10e8bd9bf8da6d0a946080b75d"
        "83ec41d32b34eb9689c9935692bde5bd3e46a438ae32560644de9f5696fb30d4682f2143010001",
    .challenge = "3tOntAPOLZEdf8FnST_GkNYqnqmyCHz57JO0RNISm2U",
    .client_data =
        "{\"type\":\"webauthn.get\",\"challenge\":\"3tOntAPOLZEdf8FnST_GkNYqnqmyCHz57JO0R"
        "NISm2U\",\"origin\":\"http://localhost:8765\",\"crossOrigin\":false}",
    .auth_data = "49960de5880e8c687434170f6476605b8fe4aeb9a28632c7995cf3ba831d97630500000002",
    .signature = "77b029c702ddfdb6bf4bdc1a36c0ffb572b9627ff93e3a3b8e2258e800a7b59b209b53209f388712"
                 "66c7a281457b5b46e51aae1d68ed113ce4a05d2c501507b23046320cefb1e131e44163ef00f02866"
                 "aba350131ded0e52bb3833d0c1fb0e9be741e7ca12985feec3da0d7f102116fe65b5ac6eabf54da5"
                 "461227fd54464376512aa6e5d6db882a8d0e091be540901ca61e0f054e4ef1459f82d0ea2e0fa218"
                 "5e4d8bfe92a7cc0f0b274e5cb0f6f7306e60b82794572804eba7326db86291f4c49c0242b0b14419"
                 "1c2301428d4fcf751e22c5b844d6e781a9a51f9b0383fb86aebc75cdd555bc1b862cd7275d6b9f6b"
                 "1ddd51c9f4ababd1e6f33c52bbcc7038" },
};
