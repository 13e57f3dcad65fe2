using Dirac.Configuration;
using Dirac.Configuration.Starting;
using Dirac.Hosting;
using Dirac.Hosting.Rpc;
using Dirac.Hosting.Serving;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Samples.WireTest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

// wiretest CONFIG [DATA]: serves WireTest/Echo and the configuration over dips and https, on the ports that the configuration gives them.
if (args is not [var configuration, ..])
{
    await Console.Error.WriteLineAsync("usage: wiretest CONFIG [DATA]\nDIRAC_X509_HOST_CERT, DIRAC_X509_HOST_KEY and X509_CERT_DIR name the host's certificate and the authorities.");
    return 2;
}

try
{
    var data = Path.GetFullPath(args is [_, var folder, ..] ? folder : Path.Combine(Path.GetTempPath(), $"wiretest-{Environment.ProcessId}"));
    IReadOnlyList<string> files = [MasterFolder.Prepare(configuration, Path.Combine(data, "etc"))];
    var opened = await OpenedConfiguration.OpenAsync(
        new ConfigurationOptions { Files = files, DataDirectory = data, ServesCalls = true, ServesConfiguration = true, HostName = "localhost" },
        RandomSource.FromSystem(),
        TimeProvider.System,
        CancellationToken.None);
    var options = new HostingOptions { DataDirectory = data, ConfigurationFiles = files, Urls = ["https://127.0.0.1:0"], GridServices = [HostingOptions.AllServices] };

    var builder = WebApplication.CreateSlimBuilder();
    builder.WebHost.UseKestrelCore().UseDiracKestrel(options);
    builder.Services.AddDiracHosting(options).AddDiracConfiguration(opened).AddDiracRpc();
    builder.Services.AddSingleton(new EchoFiles(Path.Combine(data, "files"))).AddRpcService<EchoRpc>();
    await using var app = builder.Build();
    app.UseRouting();
    app.UseDiracHosting();
    app.MapDiracHosting();
    app.MapDiracRpc();
    await app.RunAsync();
    return 0;
}
catch (DiracException refused)
{
    await Console.Error.WriteLineAsync($"{refused.Message} {refused.Advice}");
    return 1;
}
