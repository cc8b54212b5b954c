namespace ILGpuAutoencoders.Tests.Engine;

/// <summary>Products are used through the files of their folder; how they are computed is seen there alone.</summary>
public class ProductsDoorTests
{
    [Fact]
    public void No_other_folder_of_the_engine_sees_the_inside_of_products()
    {
        string engine = Path.Combine(Documents.Documents.Root, "engine"), products = Path.Combine(engine, "Products");
        var others = Directory.EnumerateFiles(engine, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(products, StringComparison.Ordinal)).ToList();
        Assert.Contains(
            others, file => File.ReadAllText(file).Contains("using ILGpuAutoencoders.Engine.Products;", StringComparison.Ordinal));
        Assert.DoesNotContain(others, file => File.ReadAllText(file).Contains("Engine.Products.Sim", StringComparison.Ordinal));
    }
}
