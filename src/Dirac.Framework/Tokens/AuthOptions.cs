using System.ComponentModel.DataAnnotations;

namespace Dirac.Framework.Tokens;

/// <summary>What an installation decides about the life of tokens.</summary>
public sealed class AuthOptions
{
    /// <summary>How long an access token that comes with a refresh token is good, minutes. Default 20, as in DiracX.</summary>
    [Range(1, 1_440)]
    public int AccessTokenExpireMinutes { get; set; } = 20;

    /// <summary>How long after a login its refresh tokens are good, however often they are used, minutes. Default 60, as in DiracX.</summary>
    [Range(1, 43_200)]
    public int RefreshTokenExpireMinutes { get; set; } = 60;

    /// <summary>SHA-256 of the key with which a DIRAC server gets tokens for its users, 64 hexadecimal digits; empty: no server does, which is the default.</summary>
    [RegularExpression("^([0-9a-fA-F]{64})?$", ErrorMessage = "LegacyExchangeHashedApiKey is no SHA-256: write its 64 hexadecimal digits.")]
    public string LegacyExchangeHashedApiKey { get; set; } = "";
}
