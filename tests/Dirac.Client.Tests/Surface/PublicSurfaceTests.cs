using System.Reflection;
using Dirac.Client.Http;

namespace Dirac.Client.Tests.Surface;

/// <summary>What programs of others see of the client library.</summary>
public sealed class PublicSurfaceTests
{
    private static readonly string[] OwnRooms = ["Dirac.Client", "Dirac.Model", "Dirac.Security", "Dirac.Wire"];

    private static IEnumerable<MethodInfo> Methods => typeof(ApiConnection).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly));

    [Fact]
    public void Methods_ThatTakeTime_TakeACancellationTokenLast()
    {
        var wrong = Methods
            .Where(method => IsTask(method.ReturnType) && method.Name is not nameof(IAsyncDisposable.DisposeAsync))
            .Where(method => !typeof(Stream).IsAssignableFrom(method.DeclaringType))
            .Where(method => method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken))
            .Select(Name);

        Assert.Empty(wrong);
    }

    [Fact]
    public void Methods_Always_TakeAndGiveOnlyTypesOfNetAndOfOurOwn()
    {
        var foreign = Methods
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType).Select(type => (Method: method, Type: type)))
            .SelectMany(pair => Parts(pair.Type).Select(part => (pair.Method, Type: part)))
            .Where(pair => !IsOfNet(pair.Type) && !OwnRooms.Contains(pair.Type.Assembly.GetName().Name))
            .Select(pair => $"{Name(pair.Method)}: {pair.Type}");

        Assert.Empty(foreign);
    }

    private static bool IsTask(Type type) => Parts(type).First() is var outer && (outer.Name.StartsWith("Task", StringComparison.Ordinal) || outer.Name.StartsWith("ValueTask", StringComparison.Ordinal)) && outer.Namespace == "System.Threading.Tasks";

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Prepend(type.GetGenericTypeDefinition()) : [type];
    }

    private static bool IsOfNet(Type type) => type.IsGenericParameter || type.Assembly.GetName().Name is { } name && (name.StartsWith("System.", StringComparison.Ordinal) || name == "netstandard");

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
