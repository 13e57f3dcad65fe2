using Dirac.IdentityProvider;

await using var provider = await TestIdentityProvider.StartAsync(IdentityProviderSettings.Read(args), CancellationToken.None);
Console.WriteLine($"ready {provider.Issuer.AbsoluteUri.TrimEnd('/')}");
await provider.RunAsync(CancellationToken.None);
